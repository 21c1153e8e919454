using System.Text.Json.Serialization;
using Amazon.Lambda.Model;
using Amazon.Polyfills;

namespace Amazon.Lambda;

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(EpochSecondsConverter), typeof(ConstantConverter<LastUpdateStatus>), typeof(ConstantConverter<State>),
    ])]
[JsonSerializable(typeof(GetEventSourceMappingResponse))]
[JsonSerializable(typeof(GetFunctionConfigurationResponse))]
[JsonSerializable(typeof(ListEventSourceMappingsResponse))]
[JsonSerializable(typeof(ListFunctionsResponse))]
[JsonSerializable(typeof(ListTagsResponse))]
[JsonSerializable(typeof(UpdateEventSourceMappingRequest))]
[JsonSerializable(typeof(UpdateEventSourceMappingResponse))]
[JsonSerializable(typeof(UpdateFunctionConfigurationRequest))]
[JsonSerializable(typeof(UpdateFunctionConfigurationResponse))]
internal sealed partial class LambdaJson : JsonSerializerContext;
