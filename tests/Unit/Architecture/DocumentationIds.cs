using System.Reflection;
using System.Xml.Linq;

namespace Rtm.Unit.Tests.Architecture;

/// <summary>A documentation file's entries, and the ids by which the compiler writes them.</summary>
internal static class DocumentationIds
{
    public static IReadOnlySet<string> DocumentedIn(string xml) =>
        XDocument.Parse(xml).Descendants("member")
            .Where(m => m.Elements("summary").Any(s => s.Value.Length > 0 || s.HasElements) || m.Elements("inheritdoc").Any())
            .Select(m => m.Attribute("name")!.Value)
            .ToHashSet();

    public static string Of(MemberInfo member) => member switch
    {
        Type type => $"T:{NameOf(type)}",
        PropertyInfo property => $"P:{NameOf(property.DeclaringType!)}.{property.Name}",
        FieldInfo field => $"F:{NameOf(field.DeclaringType!)}.{field.Name}",
        EventInfo happening => $"E:{NameOf(happening.DeclaringType!)}.{happening.Name}",
        MethodBase method => $"M:{NameOf(method.DeclaringType!)}.{method.Name.Replace('.', '#')}{ParametersOf(method)}",
        _ => throw new ArgumentException($"No documentation id for a {member.MemberType}.", nameof(member)),
    };

    private static string ParametersOf(MethodBase method)
    {
        var parameters = method.GetParameters();
        return parameters.Length == 0 ? "" : $"({string.Join(',', parameters.Select(p => NameOf(p.ParameterType)))})";
    }

    private static string NameOf(Type type)
    {
        if (type.IsByRef)
            return NameOf(type.GetElementType()!) + "@";
        if (type.IsArray)
            return NameOf(type.GetElementType()!) + "[]";
        var name = (type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');
        return type.IsConstructedGenericType ? $"{name.Split('`')[0]}{{{string.Join(',', type.GetGenericArguments().Select(NameOf))}}}" : name;
    }
}
