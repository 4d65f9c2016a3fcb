using System.Reflection;
using Rtm.Docker;
using Rtm.Unit.Tests.Architecture.Violations;
using Xunit;

namespace Rtm.Unit.Tests.Architecture;

/// <summary>What every public name of Rtm.Docker keeps to. Beside each rule stands the proof that it can fail.</summary>
public class PortTests
{
    private static readonly Assembly Port = typeof(IDockerEngine).Assembly;

    private static readonly Type[] Public = Port.GetExportedTypes();

    [Fact]
    public void AsyncMethods_OfEveryInterface_EndWithARequiredToken() => Assert.Empty(Rules.MethodsWithoutRequiredToken(Public));

    [Fact]
    public void AsyncMethods_WithoutRequiredToken_AreFound() =>
        Assert.Equal(
            ["IForgetsToken.WithoutTokenAsync", "IForgetsToken.TokenFirstAsync", "IForgetsToken.TokenByDefaultAsync"],
            Rules.MethodsWithoutRequiredToken([typeof(IForgetsToken)]));

    [Fact]
    public void Records_OfThePort_AreImmutable()
    {
        var records = Public.Where(Rules.IsRecord).ToArray();
        Assert.Contains(typeof(ContainerDetails), records);

        Assert.Empty(Rules.MutableMembersOf(records));
    }

    [Fact]
    public void Records_ThatCanChange_AreFound() =>
        Assert.Equal(
            ["Array", "ArrayInside", "MutableList", "MutableMap", "Settable"],
            Rules.MutableMembersOf([typeof(Mutable)]).Select(name => name.Split('.')[1]).Order(StringComparer.Ordinal));

    [Fact]
    public void Documentation_OfEveryPublicTypeAndMember_IsThere()
    {
        var documented = DocumentationIds.DocumentedIn(File.ReadAllText(Path.ChangeExtension(Port.Location, ".xml")));

        Assert.Empty(Undocumented(Public, documented));
    }

    [Fact]
    public void Documentation_ThatIsMissingOrEmpty_IsFound()
    {
        var documented = DocumentationIds.DocumentedIn(
            """<doc><members><member name="T:Rtm.Docker.PullPolicy"><summary>When.</summary></member><member name="F:Rtm.Docker.PullPolicy.Always"><summary></summary></member></members></doc>""");

        Assert.Equal(["F:Rtm.Docker.PullPolicy.Always"], Undocumented([typeof(PullPolicy)], documented).Where(id => id.EndsWith("Always", StringComparison.Ordinal)));
        Assert.DoesNotContain("T:Rtm.Docker.PullPolicy", Undocumented([typeof(PullPolicy)], documented));
    }

    private static IEnumerable<string> Undocumented(IEnumerable<Type> types, IReadOnlySet<string> documented) =>
        types.SelectMany(type => type.PublicMembers().Where(IsWritten).Prepend(type))
            .Select(DocumentationIds.Of)
            .Where(id => !documented.Contains(id));

    // The compiler writes these, without marking all of them as its own: a record's deconstruction, a parameterless constructor, an enum's value.
    private static bool IsWritten(MemberInfo member) => member switch
    {
        MethodInfo method => method.Name != "Deconstruct",
        ConstructorInfo constructor => constructor.GetParameters().Length > 0,
        FieldInfo field => !field.IsSpecialName,
        Type => false,
        _ => true,
    };
}
