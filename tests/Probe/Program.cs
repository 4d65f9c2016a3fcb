using Rtm.Docker;

// Asks one engine for its list, as whichever user and in whichever environment runs this, and prints how that ended: the end-to-end tests
// have only one of each themselves.
using var engine = DockerEngine.Connect(new DockerEngineOptions { Endpoint = args.FirstOrDefault() });
try
{
    var listed = await engine.ListAsync(ListFilter.Everything, CancellationToken.None);
    System.Console.WriteLine($"listed {listed.Count}");
}
catch (EngineException error)
{
    System.Console.WriteLine($"{error.GetType().Name}: {error.Message}");
}
