using System.Globalization;
using System.Net.Sockets;

namespace Waybill.Eventing.Calling;

/// <summary>Somebody else's system, and where it is.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Address">What the addresses of its calls begin with.</param>
public sealed record Party(string Name, Uri Address);

/// <summary>Has the log of a failed event say which call of the consumer's failed: whom it asked, where, and what came of it.</summary>
/// <remarks>An address is noted without its query and without whom it names: both may be about a person, or a secret.</remarks>
public sealed class ThirdPartyCalls(HttpMessageHandler inner, params IReadOnlyList<Party> parties) : DelegatingHandler(inner)
{
    public ThirdPartyCalls(params IReadOnlyList<Party> parties)
        : this(new SocketsHttpHandler(), parties)
    {
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                Note(request, string.Create(CultureInfo.InvariantCulture, $"answered {(int)response.StatusCode}"));
            }

            return response;
        }
        catch (OperationCanceledException)
        {
            Note(request, "was ended before it was answered");
            throw;
        }
        catch (HttpRequestException failure)
        {
            var why = failure.InnerException is SocketException socket ? $"{socket.SocketErrorCode}" : $"{failure.HttpRequestError}";
            Note(request, $"failed: {why}");
            throw;
        }
    }

    private void Note(HttpRequestMessage request, string outcome)
    {
        if (FailedCalls.Current is { } calls && request.RequestUri is { } uri)
        {
            var address = uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
            calls.Note($"{NameOf(uri)}{request.Method} {address} {outcome}");
        }
    }

    private string NameOf(Uri uri) =>
        parties.Where(party => party.Address.IsBaseOf(uri)).MaxBy(party => party.Address.AbsolutePath.Length) is { } party
            ? $"{party.Name}: "
            : "";
}
