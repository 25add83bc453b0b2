using System.Net;
using System.Text;
using NetCmdlets.Protocols.Http;
using NetCmdlets.Servers.Tcp;
using NetCmdlets.Sockets;

namespace NetCmdlets.Servers.Http;

/// <summary>
/// Lets requests through that carry the token: 'Authorization: Bearer token' (RFC 6750, section 2.1). Wrong ones of an
/// address slow its next attempts down, as on every server; a request without one is no attempt.
/// </summary>
/// <param name="token">The token; only a digest of it is kept.</param>
/// <param name="time">The clock of the delays.</param>
internal sealed class BearerToken(AccessToken token, TimeProvider time)
{
    /// <summary>What a refusal asks for (section 3).</summary>
    public const string Challenge = "Bearer";

    private const string Scheme = "Bearer ";

    private readonly TokenDigest digest = new(token);
    private readonly FailedAttempts failures = new(time);

    /// <summary>Judges a request, after the wait that its address is due; null where it has the token.</summary>
    public async ValueTask<string?> RefusalAsync(HttpFields fields, EndPoint? remote, CancellationToken stopping)
    {
        if (fields.CountOf("Authorization") != 1 || fields["Authorization"] is not { } said
            || !said.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return "The request has no token.";
        if (failures.Reserve(remote) is not { } wait)
            return "Too many wrong tokens of this address.";
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, time, stopping).ConfigureAwait(false);
        // A field's characters are the bytes that came.
        if (digest.IsOf(Encoding.Latin1.GetBytes(said[Scheme.Length..].TrimStart(' '))))
        {
            failures.Succeed(remote);
            return null;
        }

        failures.Fail(remote);
        return "The token is wrong.";
    }
}
