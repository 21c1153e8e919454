using Amazon.Runtime;

namespace Waybill.Tests.Support;

/// <summary>Has an AWS client send its requests through a handler of the test's.</summary>
public sealed class HttpThrough(DelegatingHandler handler) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
    {
        handler.InnerHandler ??= new SocketsHttpHandler();
        return new HttpClient(handler);
    }
}
