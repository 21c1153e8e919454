namespace Amazon.Lambda.Annotations;

/// <summary>Marks a public instance method as a Lambda function: its entry point is generated at compile time.</summary>
/// <remarks>What the official attribute says besides configures its SAM template; Waybill's infrastructure is CDK's.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LambdaFunctionAttribute : Attribute;
