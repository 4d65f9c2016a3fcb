using Rtm.Docker;
using Rtm.Tests.Support;

namespace Rtm.Unit.Tests.Docker;

/// <summary>What an engine says, and what it is asked for, in its usual form.</summary>
internal static class EngineSays
{
    public const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    public const string OtherId = "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210";

    public const string ImageId = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    public static StubHandler Created { get; } = StubReply.Json($$"""{"Id":"{{Id}}","Warnings":[]}""", 201);

    public static RunSpec Spec { get; } = new()
    {
        Name = "game-1",
        Image = "registry.example:5000/game/engine:1.4",
        Hostname = "game-1",
        Network = "games",
        CpuQuota = 1.5,
        Memory = "512m",
        PidsLimit = 100,
    };

    public static string Inspect(string id = Id, bool tty = false) =>
        $$"""{"Id":"{{id}}","Name":"/game-1","Config":{"Tty":{{(tty ? "true" : "false")}} } }""";

    public static string Event(string action, long timeNano, string id = Id, string attributes = "{}") =>
        $$"""{"Type":"container","Action":"{{action}}","Actor":{"ID":"{{id}}","Attributes":{{attributes}} },"timeNano":{{timeNano}}}""" + "\n";
}
