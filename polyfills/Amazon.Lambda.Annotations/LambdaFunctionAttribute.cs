namespace Amazon.Lambda.Annotations;

/// <summary>Marks a public instance method as a Lambda function: its entry point is generated at compile time.</summary>
/// <remarks>The values below configure the SAM template of the official package; Waybill's infrastructure is CDK's, and ignores them.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LambdaFunctionAttribute : Attribute
{
    public string? ResourceName { get; set; }

    /// <summary>Seconds.</summary>
    public uint Timeout { get; set; }

    /// <summary>Megabytes.</summary>
    public uint MemorySize { get; set; }

    public string? Role { get; set; }

    public string? Policies { get; set; }

    public LambdaPackageType PackageType { get; set; }
}

public enum LambdaPackageType
{
    Zip = 0,
    Image = 1,
}
