namespace Rtm.Console.Inspection;

/// <summary>What was asked of a container could not be read; the message says why, in an operator's words.</summary>
public sealed class DeskException : Exception
{
    private DeskException(string message, bool isAbsent, Exception? innerException)
        : base(message, innerException) => IsAbsent = isAbsent;

    /// <summary>There is no such container, or it is not in scope: the two answer alike.</summary>
    public bool IsAbsent { get; }

    /// <summary>As much of it is read already as may be; the message says what to do.</summary>
    public bool IsFull { get; private init; }

    internal static DeskException Absent() =>
        new("There is no such container here. It was removed, or it is not one of those this console looks after.", isAbsent: true, null);

    internal static DeskException Full(string message) => new(message, isAbsent: false, null) { IsFull = true };

    internal static DeskException Unreadable(string message, Exception? innerException = null) => new(message, isAbsent: false, innerException);
}
