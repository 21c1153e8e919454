namespace Waybill.Local.Template.Stacks;

/// <summary>A value of a template cannot be resolved; becomes a <see cref="TemplateFinding"/> at the property that asked for it.</summary>
internal sealed class TemplateFault(string message) : Exception(message);
