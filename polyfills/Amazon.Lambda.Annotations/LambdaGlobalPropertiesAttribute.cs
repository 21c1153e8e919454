namespace Amazon.Lambda.Annotations;

/// <summary>Settings of all Lambda functions in the assembly.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class LambdaGlobalPropertiesAttribute : Attribute
{
    /// <summary>Generates a <c>Main</c> that runs the function named by the environment variable <c>ANNOTATIONS_HANDLER</c>.</summary>
    public bool GenerateMain { get; set; }
}
