using System.Diagnostics.CodeAnalysis;

namespace Amazon.Lambda.Core;

/// <summary>Names the serializer of an assembly's (or one method's) Lambda functions.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Assembly)]
public sealed class LambdaSerializerAttribute(
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type serializerType) : Attribute
{
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)]
    public Type SerializerType { get; set; } = serializerType;
}
