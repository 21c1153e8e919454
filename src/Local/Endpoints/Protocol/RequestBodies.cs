using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Waybill.Local.Account;

namespace Waybill.Local.Endpoints.Protocol;

/// <summary>Reads bodies whole: each up to what its operation takes, and no more of all together than a budget.</summary>
/// <remarks>A body counts by the bytes that have come, and until its request has been answered. Whoever finds the budget used up is told
/// to come again.</remarks>
/// <param name="most">Bytes of all bodies that are held at a time.</param>
internal sealed class RequestBodies(long most = RequestBodies.Budget)
{
    private readonly long _most = most;

    /// <summary>What an operation takes that says nothing else; far above the limits of its members.</summary>
    public const int Usual = 1024 * 1024;

    /// <summary>Of operations that take 1 MB: what that may become as texts in JSON or as a form, with all that is around it.</summary>
    public const int OfOneMegabyte = 4 * 1024 * 1024;

    private const long Budget = 128 * 1024 * 1024;
    private const int FirstBytes = 16 * 1024;

    private long _held;

    /// <summary>Bytes held now.</summary>
    public long Held => Interlocked.Read(ref _held);

    /// <summary>The whole body; what the request says after it is left to the next request of the connection.</summary>
    /// <exception cref="AwsException">Too large, or there are too many at a time.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context, int limit)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } kestrel)
        {
            kestrel.MaxRequestBodySize = null; // Said in AWS's own words instead.
        }

        if (context.Request.ContentLength > limit)
        {
            throw TooLarge(limit);
        }

        var lease = new Lease(this);
        context.Response.RegisterForDispose(lease);
        var (bytes, length) = (Array.Empty<byte>(), 0);
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            var more = read.Buffer.Length;
            if (length + more > limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw TooLarge(limit);
            }

            if (length + more > bytes.Length)
            {
                var size = Math.Min(limit, Math.Max((int)(length + more), Math.Max(FirstBytes, bytes.Length * 2)));
                lease.Take(size - bytes.Length, reader, read.Buffer.End);
                Array.Resize(ref bytes, size);
            }

            read.Buffer.CopyTo(bytes.AsSpan(length));
            length += (int)more;
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return bytes.AsMemory(0, length);
            }
        }
    }

    private static AwsException TooLarge(int limit) => new(
        "RequestEntityTooLargeException", $"The request body is larger than {limit} bytes, which this operation takes at most.",
        StatusCodes.Status413PayloadTooLarge);

    /// <summary>What one request holds of the budget.</summary>
    private sealed class Lease(RequestBodies bodies) : IDisposable
    {
        private long _taken;

        public void Take(int bytes, System.IO.Pipelines.PipeReader reader, SequencePosition end)
        {
            _taken += bytes;
            if (Interlocked.Add(ref bodies._held, bytes) > bodies._most)
            {
                reader.AdvanceTo(end);
                throw new AwsException(
                    "ServiceUnavailableException",
                    $"Requests that are under way hold {bodies._most} bytes, and no more are taken at a time. Try again.",
                    StatusCodes.Status503ServiceUnavailable);
            }
        }

        public void Dispose() => Interlocked.Add(ref bodies._held, -Interlocked.Exchange(ref _taken, 0));
    }
}
