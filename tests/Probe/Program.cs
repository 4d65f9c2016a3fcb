using Rtm.Docker;

// Asks one engine for its list, as whichever user runs this; prints how that ended. The end-to-end tests run it as a user without rights.
using var engine = DockerEngine.Connect(new DockerEngineOptions { Endpoint = args[0] });
try
{
    var listed = await engine.ListAsync(ListFilter.Everything, CancellationToken.None);
    System.Console.WriteLine($"listed {listed.Count}");
}
catch (EngineException error)
{
    System.Console.WriteLine($"{error.GetType().Name}: {error.Message}");
}
