namespace Waybill.Local.Template.Intrinsics;

/// <summary>A value of a template cannot be resolved; becomes a <see cref="Finding"/> at the property that asked for it.</summary>
internal sealed class TemplateFault(string message) : Exception(message);
