// An independent, certified OpenID Connect provider for the end-to-end tests: loopback only, users in memory.
//
//   OIDC_REDIRECT_URIS=http://localhost:5000/signin-oidc node server.mjs
//
//   OIDC_PORT                       where to listen on 127.0.0.1; 0 or unset: any free port
//   OIDC_CLIENT_ID                  rtm-console unless set
//   OIDC_CLIENT_SECRET              shown in the header (client_secret_basic); unset: a public client that must use PKCE
//   OIDC_REDIRECT_URIS              exact, separated by commas
//   OIDC_POST_LOGOUT_REDIRECT_URIS  the same
//   OIDC_CLAIMS_IN_ID_TOKEN         true: name and roles are in the id_token; else from userinfo alone, this provider's default
//   OIDC_REQUIRE_PAR                true: refuse authorization requests that were not pushed
//   OIDC_BACKCHANNEL_LOGOUT_URI     where the console hears of a sign-out here; unset: nowhere
//   OIDC_ACCESS_TOKEN_SECONDS       600 unless set; every grant has a refresh token, and each refresh gives another
//
// Prints "issuer http://127.0.0.1:PORT" when it is ready, and ends when its standard input does. It takes orders there, one a line, and
// prints "done" after each:
//
//   roles USER [ROLE…]   the user has these roles and no others
//   forget USER          the account is gone
//   rotate               signs with a new key from now on, and publishes no other
//   down, up             hears nobody; hears again at the same port and knows what it knew

import { createPrivateKey, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import Provider from 'oidc-provider';
import MemoryAdapter from 'oidc-provider/lib/adapters/memory_adapter.js';

const env = process.env;
const list = (name) => (env[name] ?? '').split(',').map((entry) => entry.trim()).filter(Boolean);

const users = {
  vera: { name: 'Vera Viewer', roles: ['viewer'] },
  otto: { name: 'Otto Operator', roles: ['operator'] },
  ada: { name: 'Ada Admin', roles: ['admin'] },
  nora: { name: 'Nora Norole', roles: [] },
};

// By way of PEM: Node 20 locks itself up when the garbage collector comes while a key that was just made is exported as a JWK.
function newKeys() {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const key = createPrivateKey(privateKey).export({ format: 'jwk' });
  return { keys: [{ ...key, kid: randomUUID(), use: 'sig', alg: 'RS256' }] };
}

const configuration = {
  // What it remembers of people and tokens outlives a change of its keys.
  adapter: (model) => new MemoryAdapter(model),
  clients: [{
    client_id: env.OIDC_CLIENT_ID ?? 'rtm-console',
    ...(env.OIDC_CLIENT_SECRET ? { client_secret: env.OIDC_CLIENT_SECRET } : { token_endpoint_auth_method: 'none' }),
    redirect_uris: list('OIDC_REDIRECT_URIS'),
    post_logout_redirect_uris: list('OIDC_POST_LOGOUT_REDIRECT_URIS'),
    ...(env.OIDC_BACKCHANNEL_LOGOUT_URI
      ? { backchannel_logout_uri: env.OIDC_BACKCHANNEL_LOGOUT_URI, backchannel_logout_session_required: true } : {}),
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
  }],
  claims: {
    openid: ['sub'],
    profile: ['name', 'preferred_username', 'roles'],
    roles: ['roles'],
  },
  scopes: ['openid', 'profile', 'roles'],
  conformIdTokenClaims: env.OIDC_CLAIMS_IN_ID_TOKEN !== 'true',
  pkce: { required: () => true },
  jwks: newKeys(),
  cookies: { keys: [randomBytes(32).toString('hex')] },
  issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
  ttl: {
    AccessToken: Number(env.OIDC_ACCESS_TOKEN_SECONDS ?? 600), AuthorizationCode: 60, Grant: 3600, IdToken: 600, Interaction: 600, RefreshToken: 3600,
    Session: 3600,
  },
  features: {
    backchannelLogout: { enabled: true },
    devInteractions: { enabled: false },
    pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: env.OIDC_REQUIRE_PAR === 'true' },
    rpInitiatedLogout: { enabled: true, logoutSource: signOutPage },
  },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, id) => users[id] && {
    accountId: id,
    claims: () => ({ sub: id, preferred_username: id, name: users[id].name, roles: users[id].roles }),
  },
  loadExistingGrant: grantWithoutAsking,
};

// The console is the only client and first-party: nobody is asked for consent.
async function grantWithoutAsking(ctx) {
  const { client, session, params } = ctx.oidc;
  const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(params.scope);
  await grant.save();
  return grant;
}

const page = (title, body) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head>
<body><main><h1>${title}</h1>${body}</main></body></html>`;

function signOutPage(ctx, form) {
  ctx.body = page('Sign out', `${form}<button type="submit" form="op.logoutForm" value="yes" name="logout">Sign out</button>`);
}

const signInPage = (failed) => page('Sign in', `
<form method="post">
  ${failed ? '<p role="alert">Wrong user name or password.</p>' : ''}
  <p><label>User name <input name="user" autocomplete="username" required autofocus></label></p>
  <p><label>Password <input name="password" type="password" autocomplete="current-password" required></label></p>
  <button type="submit">Sign in</button>
</form>`);

async function readForm(request) {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > 4096) throw new Error('The form is too long.');
  }
  return new URLSearchParams(text);
}

async function interact(ctx, next) {
  if (!ctx.path.startsWith('/interaction/')) return next();
  await provider.interactionDetails(ctx.req, ctx.res);
  let failed = false;
  if (ctx.method === 'POST') {
    const form = await readForm(ctx.req);
    const user = form.get('user') ?? '';
    if (Object.hasOwn(users, user) && form.get('password') === user) {
      ctx.respond = false;
      return provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: user } });
    }
    failed = true;
  }
  ctx.set('Cache-Control', 'no-store');
  ctx.type = 'html';
  ctx.body = signInPage(failed);
}

let provider;
const server = createServer((request, response) => provider.callback()(request, response));
const listen = (port) => new Promise((resolve) => { server.listen(port, '127.0.0.1', resolve); });

await listen(Number(env.OIDC_PORT ?? 0));
const { port } = server.address();
const issuer = `http://127.0.0.1:${port}`;

// The package takes its keys once.
function provide() {
  provider = new Provider(issuer, configuration);
  provider.use(interact);
  provider.on('server_error', (_, error) => console.error(error));
}

provide();
console.log(`issuer ${issuer}`);

const orders = {
  roles: (user, ...roles) => { users[user].roles = roles; },
  forget: (user) => { delete users[user]; },
  rotate: () => {
    configuration.jwks = newKeys();
    provide();
  },
  down: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }),
  up: () => listen(port),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [order, ...words] = line.split(' ');
  await orders[order](...words);
  console.log('done');
}

process.exit(0);
