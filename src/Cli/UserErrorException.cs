namespace Waybill.Cli;

/// <summary>Something the person at the keyboard can mend: its message is all they are shown.</summary>
internal class UserErrorException(string message) : Exception(message);

/// <summary>A program of the toolchain is not on this machine.</summary>
internal sealed class ToolMissingException(string message) : UserErrorException(message);
