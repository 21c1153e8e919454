using System.Collections;
using System.Net;
using System.Text.Json;
using Amazon.Runtime;

namespace Waybill.Polyfills;

/// <summary>One call to a server that gives one answer: what was sent, and what came of the answer.</summary>
internal static class Exchange
{
    public static BasicAWSCredentials Credentials => new("key", "secret");

    /// <summary>Calls, and holds what was sent against what should have been.</summary>
    /// <param name="server">Answers.</param>
    /// <param name="call">The call.</param>
    /// <param name="target">Of the AWS JSON protocols: in the header <c>X-Amz-Target</c>.</param>
    /// <param name="body">The JSON that should be sent.</param>
    public static async Task<T> CallAsync<T>(this LoopbackServer server, Task<T> call, string target, string body)
    {
        var response = await call;
        Assert.True(server.Requests.TryRead(out var request));
        Assert.Equal(("POST", "/", target), (request.Method, request.Target, request.Headers["X-Amz-Target"]));
        AssertJson(body, request.Body);
        return response;
    }

    /// <summary>Calls, and holds what was sent against what should have been.</summary>
    /// <param name="server">Answers.</param>
    /// <param name="call">The call.</param>
    /// <param name="method">Of the REST protocol.</param>
    /// <param name="target">Path and query.</param>
    /// <param name="body">The JSON that should be sent; null for nothing.</param>
    public static async Task<T> RestAsync<T>(this LoopbackServer server, Task<T> call, string method, string target, string? body = null)
    {
        var response = await call;
        Assert.True(server.Requests.TryRead(out var request));
        Assert.Equal((method, target), (request.Method, request.Target));
        Assert.False(request.Headers.ContainsKey("X-Amz-Target"), "REST names operations by method and path");
        if (body is null)
        {
            Assert.Equal("", request.Body);
        }
        else
        {
            Assert.Equal("application/json", request.Headers["Content-Type"]);
            AssertJson(body, request.Body);
        }

        return response;
    }

    /// <summary>Fails where a member got nothing of an answer that has everything.</summary>
    public static T Filled<T>(this T model)
        where T : class
    {
        AssertFilled(model, model.GetType().Name);
        return model;
    }

    public static void AssertJson(string expected, string actual) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), JsonElement.Parse(actual)), $"{actual}\nis not\n{expected}");

    private static void AssertFilled(object? value, string path)
    {
        Assert.True(value is not null, $"{path} is null");
        switch (value)
        {
            case string or IDictionary or ConstantClass or HttpStatusCode or ValueType:
                break;
            case IEnumerable items:
                var elements = items.Cast<object>().ToList();
                Assert.True(elements.Count > 0, $"{path} is empty");
                elements.ForEach(item => AssertFilled(item, path + "[]"));
                break;
            default:
                foreach (var member in value.GetType().GetProperties().Where(member => member.DeclaringType == value.GetType()))
                {
                    AssertFilled(member.GetValue(value), $"{path}.{member.Name}");
                }

                break;
        }
    }
}
