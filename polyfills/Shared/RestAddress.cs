using System.Globalization;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.Polyfills;

/// <summary>Addresses a request by method, path and query.</summary>
internal static class RestAddress
{
    /// <param name="http">The request.</param>
    /// <param name="method">The HTTP method; with GET, nothing is sent in the body.</param>
    /// <param name="path">May have placeholders, <c>{FunctionName}</c>.</param>
    public static IRequest To(this IRequest http, string method, string path)
    {
        http.HttpMethod = method;
        http.ResourcePath = path;
        return http;
    }

    /// <summary>Puts a value, escaped, in a placeholder's place.</summary>
    /// <exception cref="AmazonClientException">The value is null or empty: the path would be that of another operation.</exception>
    public static IRequest Path(this IRequest http, string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            throw new AmazonClientException($"{name} is not set; {http.HttpMethod} {http.ResourcePath} needs it.");
        }

        http.AddPathResource($"{{{name}}}", value);
        return http;
    }

    /// <summary>Adds to the query what is not null.</summary>
    public static IRequest Query(this IRequest http, string name, string? value)
    {
        if (value is not null)
        {
            http.UseQueryString = true;
            http.Parameters[name] = value;
        }

        return http;
    }

    public static IRequest Query(this IRequest http, string name, int? value) =>
        http.Query(name, value?.ToString(CultureInfo.InvariantCulture));
}
