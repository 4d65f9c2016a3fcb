using Docker.DotNet;
using Microsoft.Extensions.DependencyInjection;
using Rtm.Docker;

// What each rule must find: one small offender a rule. They are read, never run.
#pragma warning disable CA1068, CA1822
namespace Rtm.Unit.Tests.Architecture.Violations
{
    public sealed class LeaksTheClientLibrary
    {
        public Task<IReadOnlyList<DockerClient>> ClientsAsync() => throw new NotSupportedException();
    }

    public interface IForgetsToken
    {
        Task WithoutTokenAsync(string id);

        IAsyncEnumerable<string> TokenFirstAsync(CancellationToken ct, string id);

        Task<string> TokenByDefaultAsync(CancellationToken ct = default);

        Task RightAsync(string id, CancellationToken ct);
    }

    public sealed record Mutable
    {
        public string Settable { get; set; } = "";

        public string[] Array { get; init; } = [];

        public IReadOnlyList<byte[]> ArrayInside { get; init; } = [];

        public List<string> MutableList { get; init; } = [];

        public IDictionary<string, string> MutableMap { get; init; } = new Dictionary<string, string>();

        public string Right { get; init; } = "";

        public IReadOnlyDictionary<string, IReadOnlyList<string>> RightToo { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
    }
}

namespace Rtm.Unit.Tests.Architecture.Violations.Components
{
    public sealed class InjectsTheOperator(IContainerOperator containers)
    {
        public Task StopAsync(CancellationToken ct) => containers.StopAsync("id", TimeSpan.Zero, ct);
    }

    public sealed class ResolvesTheEngineInALambda
    {
        public Func<Task> Click(IServiceProvider services) => async () =>
        {
            await Task.Yield();
            await services.GetRequiredService<IDockerEngine>().RemoveAsync("id", CancellationToken.None);
        };
    }

    public sealed class CallsThroughAnotherType
    {
        public Task PullAsync(Holder holder, CancellationToken ct) => holder.Images.PullImageAsync("x", PullPolicy.Always, null, ct);
    }

    /// <summary>A page may read.</summary>
    public sealed class Reads(IContainerReader containers)
    {
        public Task<ContainerDetails> InspectAsync(CancellationToken ct) => containers.InspectContainerAsync("id", ct);
    }
}

namespace Rtm.Unit.Tests.Architecture.Violations
{
    public sealed record Holder(IImageStore Images);
}
