using System.Text.RegularExpressions;
using CsCheck;
using Rtm.Docker;

namespace Rtm.Unit.Tests.Docker;

/// <summary>Specifications that can be run, plain and strange.</summary>
internal static partial class RunSamples
{
    private static readonly Gen<string> Text = Gen.OneOf(Gen.String, Gen.Char["aé漢\"\\<>&'+\n\t\u2028\ud83d"].Array[0, 12].Select(chars => new string(chars)))
        .Select(text => text.Replace("\0", "", StringComparison.Ordinal));

    private static readonly Gen<string> Key = Text.Select(text => "K" + text.Replace("=", "", StringComparison.Ordinal));

    private static readonly Gen<string> Name = Gen.Select(
        Gen.Char.AlphaNumeric, Gen.Char["abcXYZ019_.-"].Array[1, 30], (first, rest) => first + new string(rest));

    private static readonly Gen<string> Label = Gen.Select(Gen.Char.AlphaNumeric, Gen.Char["ab0-_"].Array[0, 8], Gen.Char.AlphaNumeric, (a, b, c) => $"{a}{new string(b)}{c}");

    private static readonly Gen<string> Hostname = Label.Array[1, 5].Select(parts => (parts.All(Number().IsMatch) ? "g" : "") + string.Join('.', parts));

    private static readonly Gen<string> Path = Gen.Char["ab 0é-"].Array[1, 6].Array[1, 3].Select(parts => "/" + string.Join('/', parts.Select(part => new string(part))));

    // Numbers with dots between can be an address.
    [GeneratedRegex("^(0[xX][0-9a-fA-F]*|[0-9]+)$")]
    private static partial Regex Number();

    public static Gen<RunSpec> Specs { get; } = Gen.Select(
        Gen.Select(Name, Hostname, Name, Gen.OneOf("game", "game:1", "r.example:5000/a/b@sha256:" + EngineSays.Id)),
        Gen.Select(Gen.Dictionary(Key, Text)[0, 4], Gen.Dictionary(Key, Text)[0, 4], Text.Array[0, 4], Gen.Select(Path, Path, Gen.Bool).Array[0, 3]),
        Gen.Select(Gen.Double[1e-9, 1e6], Gen.OneOf("6m", "1g", "1.5GiB", "512MB", "1024", "2 tb"), Gen.Int[1, int.MaxValue]),
        (names, collections, limits) => new RunSpec
        {
            Name = names.Item1,
            Hostname = names.Item2,
            Network = names.Item3,
            Image = names.Item4,
            Env = collections.Item1,
            Labels = collections.Item2,
            Cmd = collections.Item3,
            BindMounts = [.. collections.Item4.Select(mount => new BindMount(mount.Item1, mount.Item2, mount.Item3))],
            CpuQuota = limits.Item1,
            Memory = limits.Item2,
            PidsLimit = limits.Item3,
        });
}
