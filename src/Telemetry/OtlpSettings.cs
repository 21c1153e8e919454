using System.Globalization;

namespace Waybill.Telemetry;

/// <summary>Where spans go and which, as OpenTelemetry's environment variables say.</summary>
/// <remarks>
/// https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ and …/protocol/exporter/. Of the protocols there is
/// one, <c>http/protobuf</c>, which every receiver of OTLP takes.
/// </remarks>
public sealed record OtlpSettings
{
    /// <summary>What all of OpenTelemetry's variables begin with.</summary>
    public const string Prefix = "OTEL_";

    /// <summary>Names the process; where many are given the same variables, each has a name of its own.</summary>
    public const string ServiceName = "OTEL_SERVICE_NAME";

    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private const string Protocol = "http/protobuf";

    /// <summary>What gets the spans.</summary>
    public required Uri Receiver { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>How long the receiver may take; shorter than OpenTelemetry's ten seconds, because a function waits for it.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    public TraceSampler Sampler { get; init; } = new(1, AsParent: true);

    /// <summary>What is true of all spans of the process.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Resource { get; init; } = [];

    /// <summary>Reads the variables; null when they do not ask for spans.</summary>
    /// <exception cref="InvalidOperationException">One of them is wrong; says which and what is allowed.</exception>
    public static OtlpSettings? Read(Func<string, string?> variable, string service)
    {
        var (given, whole) = (variable(Endpoint), variable(TracesEndpoint));
        if (given is null && whole is null || variable("OTEL_SDK_DISABLED") is "true" || variable("OTEL_TRACES_EXPORTER") is "none")
        {
            return null;
        }

        RequireProtocol(variable, "OTEL_EXPORTER_OTLP_PROTOCOL");
        RequireProtocol(variable, "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL");
        var settings = new OtlpSettings
        {
            Receiver = whole is null
                ? new Uri($"{Address(Endpoint, given!).ToString().TrimEnd('/')}/v1/traces")
                : Address(TracesEndpoint, whole),
            Headers = [.. Pairs(variable, "OTEL_EXPORTER_OTLP_HEADERS"), .. Pairs(variable, "OTEL_EXPORTER_OTLP_TRACES_HEADERS")],
            Sampler = Sampling(variable),
            Resource =
            [
                new("service.name", variable(ServiceName) ?? service),
                new("telemetry.sdk.name", "waybill"),
                new("telemetry.sdk.language", "dotnet"),
                .. Pairs(variable, "OTEL_RESOURCE_ATTRIBUTES").Where(pair => pair.Key != "service.name"),
            ],
        };
        return Number(variable, "OTEL_EXPORTER_OTLP_TIMEOUT", 1, int.MaxValue, "a number of milliseconds") is { } milliseconds
            ? settings with { Timeout = TimeSpan.FromMilliseconds(milliseconds) }
            : settings;
    }

    private static TraceSampler Sampling(Func<string, string?> variable)
    {
        const string Name = "OTEL_TRACES_SAMPLER";
        var name = variable(Name) ?? "parentbased_always_on";
        var ratio = Number(variable, $"{Name}_ARG", 0, 1, "a number from 0 to 1") ?? 1;
        return TraceSampler.Names.Contains(name, StringComparer.Ordinal)
            ? TraceSampler.Called(name, ratio)
            : throw Wrong(Name, name, $"one of {string.Join(", ", TraceSampler.Names)}");
    }

    private static void RequireProtocol(Func<string, string?> variable, string name)
    {
        if (variable(name) is { } given and not Protocol)
        {
            throw Wrong(name, given, $"{Protocol}, which receivers take on port 4318");
        }
    }

    private static Uri Address(string name, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw Wrong(name, text, "an absolute address such as http://127.0.0.1:4318");

    private static double? Number(Func<string, string?> variable, string name, double least, double most, string allowed) =>
        variable(name) is not { } text ? null
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most ? number
        : throw Wrong(name, text, allowed);

    /// <summary>Pairs as W3C Baggage writes them: <c>a=1,b=2</c>, percent-encoded.</summary>
    /// <remarks>The values may be secret, so a complaint does not repeat them.</remarks>
    private static IEnumerable<KeyValuePair<string, string>> Pairs(Func<string, string?> variable, string name) =>
        (variable(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(pair => pair.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } key, var value]
                ? KeyValuePair.Create(key, Uri.UnescapeDataString(value))
                : throw Wrong(name, "…", "pairs such as key=value, with commas between them"));

    private static InvalidOperationException Wrong(string name, string given, string allowed) =>
        new($"The environment variable {name} is '{given}'; it must be {allowed}.");
}
