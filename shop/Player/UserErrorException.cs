namespace Waybill.Player;

/// <summary>Something the person at the keyboard can mend: its message is all they are shown.</summary>
internal sealed class UserErrorException(string message) : Exception(message);
