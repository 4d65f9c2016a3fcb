// An independent, certified OpenID Connect provider for the end-to-end tests: loopback only, users in memory.
//
//   OIDC_REDIRECT_URIS=http://localhost:5000/signin-oidc node server.mjs
//
//   OIDC_PORT                       where to listen on 127.0.0.1; 0 or unset: any free port
//   OIDC_CLIENT_ID                  rtm-console unless set
//   OIDC_CLIENT_SECRET              unset: a public client that must use PKCE
//   OIDC_REDIRECT_URIS              exact, separated by commas
//   OIDC_POST_LOGOUT_REDIRECT_URIS  the same
//   OIDC_CLAIMS_IN_ID_TOKEN         true: name and roles are in the id_token; else from userinfo alone, this provider's default
//   OIDC_REQUIRE_PAR                true: refuse authorization requests that were not pushed
//
// Prints "issuer http://127.0.0.1:PORT" when it is ready, and ends when its standard input does.

import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const env = process.env;
const list = (name) => (env[name] ?? '').split(',').map((entry) => entry.trim()).filter(Boolean);

const users = {
  vera: { name: 'Vera Viewer', roles: ['viewer'] },
  otto: { name: 'Otto Operator', roles: ['operator'] },
  ada: { name: 'Ada Admin', roles: ['admin'] },
  nora: { name: 'Nora Norole', roles: [] },
};

const signingKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });

const configuration = {
  clients: [{
    client_id: env.OIDC_CLIENT_ID ?? 'rtm-console',
    ...(env.OIDC_CLIENT_SECRET ? { client_secret: env.OIDC_CLIENT_SECRET } : { token_endpoint_auth_method: 'none' }),
    redirect_uris: list('OIDC_REDIRECT_URIS'),
    post_logout_redirect_uris: list('OIDC_POST_LOGOUT_REDIRECT_URIS'),
    grant_types: ['authorization_code'],
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
  jwks: { keys: [{ ...signingKey, kid: randomUUID(), use: 'sig', alg: 'RS256' }] },
  cookies: { keys: [randomBytes(32).toString('hex')] },
  ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 3600, IdToken: 600, Interaction: 600, Session: 3600 },
  features: {
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
server.listen(Number(env.OIDC_PORT ?? 0), '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  provider = new Provider(issuer, configuration);
  provider.use(interact);
  provider.on('server_error', (_, error) => console.error(error));
  console.log(`issuer ${issuer}`);
});

process.stdin.resume().on('end', () => process.exit(0));
