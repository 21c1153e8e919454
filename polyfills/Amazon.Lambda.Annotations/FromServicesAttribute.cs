namespace Amazon.Lambda.Annotations;

/// <summary>Takes a parameter of a Lambda function from the container, in the scope of the invocation, instead of from the event.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FromServicesAttribute : Attribute;
