using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Rtm.Docker;

/// <summary>Which group a socket belongs to: what an operator needs to know when permission is denied. .NET reads modes but not groups.</summary>
internal static class SocketOwner
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint WantGroup = 0x10; // STATX_GID
    private const int GroupOffset = 24; // struct statx has one layout on every architecture

    public static string Describe(string path)
    {
        if (GroupOf(path) is not { } gid)
            return "run the console as a user who may open it";
        return NameOf(gid) is { } name
            ? $"it belongs to group '{name}' (gid {gid}): run the console as a member of that group"
            : $"it belongs to the group with gid {gid}: run the console as a member of that group";
    }

    internal static uint? GroupOf(string path)
    {
        var buffer = new byte[256];
        try
        {
            return Statx(CurrentFolder, path, 0, WantGroup, buffer) == 0 ? BinaryPrimitives.ReadUInt32LittleEndian(NativeOrder(buffer)) : null;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            // Not Linux: the message then does without the group.
            return null;
        }
    }

    private static ReadOnlySpan<byte> NativeOrder(byte[] buffer)
    {
        var field = buffer.AsSpan(GroupOffset, sizeof(uint));
        if (!BitConverter.IsLittleEndian)
            field.Reverse();
        return field;
    }

    internal static string? NameOf(uint gid, string groups = "/etc/group")
    {
        var wanted = gid.ToString(CultureInfo.InvariantCulture);
        try
        {
            return File.ReadLines(groups)
                .Select(line => line.Split(':'))
                .FirstOrDefault(fields => fields.Length >= 3 && fields[2] == wanted)?[0];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The number alone says enough.
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "statx", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] buffer);
}
