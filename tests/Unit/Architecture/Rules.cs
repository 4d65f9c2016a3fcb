using System.Collections;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using Rtm.Docker;

namespace Rtm.Unit.Tests.Architecture;

/// <summary>Each rule names its offenders; none is the rule kept.</summary>
internal static class Rules
{
    /// <summary>A component reads the relay and asks Commands: what changes containers, or streams from the engine, is not for it.</summary>
    private static readonly Type[] NotForComponents = [typeof(IDockerEngine), typeof(IContainerOperator), typeof(IImageStore), typeof(IEngineEvents)];

    private static readonly Type[] ReadOnlyCollections =
    [
        typeof(IReadOnlyList<>), typeof(IReadOnlyCollection<>), typeof(IReadOnlyDictionary<,>), typeof(IReadOnlySet<>),
        typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableDictionary<,>), typeof(FrozenDictionary<,>), typeof(FrozenSet<>),
    ];

    public static IEnumerable<string> ReferencesTo(this Assembly assembly, string prefix) =>
        assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith(prefix, StringComparison.Ordinal));

    public static IEnumerable<string> LeaksOf(IEnumerable<Type> types, string assemblyPrefix) =>
        from type in types
        from member in type.PublicMembers()
        from used in TypeUse.Signature(member).Concat(type.GetInterfaces()).Append(type.BaseType ?? typeof(object)).SelectMany(TypeUse.Parts)
        where used.Assembly.GetName().Name!.StartsWith(assemblyPrefix, StringComparison.Ordinal)
        select $"{type.Name}.{member.Name} names {used.FullName}";

    public static IEnumerable<Type> InNamespace(this IEnumerable<Type> types, string root) =>
        types.Where(t => t.Namespace is { } name && (name == root || name.StartsWith(root + ".", StringComparison.Ordinal)));

    public static IEnumerable<string> ComponentsThatReachTooFar(IEnumerable<Type> components) =>
        from type in components
        where !type.IsNested
        from used in TypeUse.Of(type).Intersect(NotForComponents)
        select $"{type.Name} uses {used.Name}";

    public static IEnumerable<string> MethodsWithoutRequiredToken(IEnumerable<Type> types) =>
        from type in types
        where type.IsInterface
        from method in type.GetMethods()
        where IsAsync(method.ReturnType)
        where method.GetParameters().LastOrDefault() is not { } last || last.ParameterType != typeof(CancellationToken) || last.IsOptional
        select $"{type.Name}.{method.Name}";

    public static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    public static IEnumerable<string> MutableMembersOf(IEnumerable<Type> records) =>
        from type in records
        from member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
        where member switch
        {
            PropertyInfo property => IsSettable(property) || IsMutable(property.PropertyType),
            FieldInfo field => !(field.IsInitOnly || field.IsLiteral) || IsMutable(field.FieldType),
            _ => false,
        }
        select $"{type.Name}.{member.Name}";

    /// <summary>What a user of the library sees of a type, without what the compiler makes for records.</summary>
    public static IEnumerable<MemberInfo> PublicMembers(this Type type) =>
        type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(m => m is not MethodInfo { IsSpecialName: true })
            .Where(m => !m.IsDefined(typeof(CompilerGeneratedAttribute), false));

    private static bool IsAsync(Type type)
    {
        var shape = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return shape == typeof(Task) || shape == typeof(Task<>) || shape == typeof(ValueTask) || shape == typeof(ValueTask<>)
            || shape == typeof(IAsyncEnumerable<>);
    }

    private static bool IsSettable(PropertyInfo property) =>
        property.SetMethod is { IsPublic: true } setter && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static bool IsMutable(Type type)
    {
        if (type == typeof(string) || type == typeof(Uri))
            return false;
        if (type.IsArray)
            return true;
        var shape = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        if (typeof(IEnumerable).IsAssignableFrom(type) && !ReadOnlyCollections.Contains(shape))
            return true;
        return type.IsGenericType && type.GetGenericArguments().Any(IsMutable);
    }
}
