using Microsoft.Extensions.DependencyInjection.Extensions;
using Rtm.Console.Security;

namespace Rtm.Console.Commands;

public static class CommandServices
{
    /// <summary>The write street. Without an <see cref="IAuditLedger"/> it refuses every command; the caller registers <see cref="CommandOptions"/> and <see cref="IStepUp"/>.</summary>
    public static IServiceCollection AddCommands(this IServiceCollection services)
    {
        services.TryAddSingleton<IAuditLedger, NoAuditLedger>();
        services.AddSingleton<OperationBoard>();
        services.AddSingleton<ActHistory>();
        services.AddSingleton<CauseBook>();
        services.AddSingleton<IRevealAudit, RevealAudit>();
        services.AddSingleton<ISessionAudit, SessionAudit>();
        services.AddSingleton<CommandRoles>();
        services.AddSingleton<FreshSignIn>();
        services.AddSingleton<PersonLimit>();
        services.AddSingleton<Slots>();
        services.AddSingleton<EngineDesks>();
        services.AddSingleton<LastMover>();
        services.AddSingleton<ContainerPlanner>();
        services.AddSingleton<PullPlanner>();
        services.AddSingleton<RunRules>();
        services.AddSingleton<ImageHistory>();
        services.AddSingleton<RunPreflight>();
        services.AddSingleton<ImageProposals>();
        services.AddSingleton<RunPlanner>();
        services.AddSingleton<RecreatePlanner>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<CommandFlow>();
        services.AddSingleton<ICommandDesk, CommandDesk>();
        services.AddHostedService<IntentSettler>();
        return services;
    }
}
