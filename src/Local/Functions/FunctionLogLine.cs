namespace Waybill.Local.Functions;

/// <summary>A line a function's process wrote, or one that laptop mode has to say about it.</summary>
public sealed record FunctionLogLine(string Function, int ProcessId, bool IsError, string Text);
