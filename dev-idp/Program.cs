using Rtm.DevIdp;

try
{
    await using var app = DevIdpHost.Build(DevIdpOptions.From(args));
    await app.RunAsync();
    return 0;
}
catch (DevIdpRefusedException refusal)
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return DevIdpRefusedException.ExitCode;
}
