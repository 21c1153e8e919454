using Waybill.Local.Machine;

namespace Waybill.Local.Template.Assemblies;

/// <summary>A folder is not what <c>cdk synth</c> leaves behind; the message names the file and what is wrong with it.</summary>
public sealed class CloudAssemblyException(string message, Exception? inner = null) : LaptopStartException(message, inner);
