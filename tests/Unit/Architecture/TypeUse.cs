using System.Reflection;
using System.Reflection.Emit;

namespace Rtm.Unit.Tests.Architecture;

/// <summary>Every type that a type's code names: bases, members, signatures, locals, attributes and what its method bodies touch.</summary>
internal static class TypeUse
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodes =
        typeof(OpCodes).GetFields().Select(f => (OpCode)f.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>Of the type and of what the compiler nested in it: async methods, iterators and lambdas.</summary>
    public static IReadOnlySet<Type> Of(Type type)
    {
        var found = new HashSet<Type>();
        Visit(type, found);
        return found;
    }

    /// <summary>The types in a signature, taken apart: <c>Task&lt;Foo[]&gt;</c> is Task and Foo.</summary>
    public static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
            return Parts(type.GetElementType()!);
        if (type.IsGenericParameter)
            return type.GetGenericParameterConstraints().SelectMany(Parts);
        return type.IsConstructedGenericType ? type.GetGenericArguments().SelectMany(Parts).Prepend(type.GetGenericTypeDefinition()) : [type];
    }

    public static IEnumerable<Type> Signature(MemberInfo member) => member switch
    {
        MethodInfo m => [m.ReturnType, .. m.GetParameters().Select(p => p.ParameterType), .. m.GetGenericArguments()],
        ConstructorInfo c => c.GetParameters().Select(p => p.ParameterType),
        FieldInfo f => [f.FieldType],
        PropertyInfo p => [p.PropertyType],
        EventInfo e => [e.EventHandlerType!],
        Type t => [t],
        _ => [],
    };

    private static void Visit(Type type, HashSet<Type> found)
    {
        Add(found, type.BaseType);
        Add(found, [.. type.GetInterfaces()]);
        Add(found, [.. type.GetCustomAttributesData().Select(a => a.AttributeType)]);
        foreach (var member in type.GetMembers(Declared).Where(m => m is not Type))
        {
            Add(found, [.. Signature(member)]);
            Add(found, [.. member.GetCustomAttributesData().Select(a => a.AttributeType)]);
            if (member is MethodBase method)
                VisitBody(method, found);
        }

        foreach (var nested in type.GetNestedTypes(Declared))
            Visit(nested, found);
    }

    private static void VisitBody(MethodBase method, HashSet<Type> found)
    {
        if (method.GetMethodBody() is not { } body || body.GetILAsByteArray() is not { } il)
            return;
        Add(found, [.. body.LocalVariables.Select(l => l.LocalType), .. body.ExceptionHandlingClauses.Select(CaughtBy)]);
        var typeArguments = method.DeclaringType!.GetGenericArguments();
        var methodArguments = method.IsGenericMethodDefinition ? method.GetGenericArguments() : null;
        foreach (var token in Tokens(il))
        {
            if (method.Module.ResolveMember(token, typeArguments, methodArguments) is not { } touched)
                continue;
            Add(found, touched.DeclaringType);
            Add(found, [.. Signature(touched)]);
        }
    }

    private static Type? CaughtBy(ExceptionHandlingClause clause) =>
        clause.Flags == ExceptionHandlingClauseOptions.Clause ? clause.CatchType : null;

    private static IEnumerable<int> Tokens(byte[] il)
    {
        for (var at = 0; at < il.Length;)
        {
            var value = il[at] == 0xFE ? unchecked((short)(0xFE00 | il[at + 1])) : il[at];
            var code = OpCodes[value];
            at += code.Size;
            if (code.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
                yield return BitConverter.ToInt32(il, at);
            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
                _ => 4,
            };
        }
    }

    private static void Add(HashSet<Type> found, params Type?[] types) => found.UnionWith(types.OfType<Type>().SelectMany(Parts));
}
