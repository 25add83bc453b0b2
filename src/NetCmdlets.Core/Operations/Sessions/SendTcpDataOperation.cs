using System.Buffers;
using System.Runtime.CompilerServices;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Operations.Sessions;

/// <summary>What to send over which sessions.</summary>
public sealed record SendTcpDataRequest
{
    /// <summary>The sessions.</summary>
    public IReadOnlyList<TcpSession> Session { get; init; } = [];

    /// <summary>The text to send; null for none.</summary>
    public string? Message { get; init; }

    /// <summary>The bytes to send; null for none.</summary>
    public byte[]? Data { get; init; }

    /// <summary>The encoding of Message and Delimiter.</summary>
    public string Encoding { get; init; } = "utf8";

    /// <summary>The framing of what is sent.</summary>
    public FramingKind Framing { get; init; }

    /// <summary>The delimiter of Delimiter framing.</summary>
    public string? Delimiter { get; init; }

    /// <summary>How many bytes the length has in LengthPrefix framing: 1, 2 or 4.</summary>
    public int PrefixBytes { get; init; } = 4;

    /// <summary>Whether FIN follows: this side sends no more.</summary>
    public bool Shutdown { get; init; }

    /// <summary>How long the server may take to take it.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>Sends over sessions, and emits each session that it was sent over.</summary>
public sealed class SendTcpDataOperation : INetOperation<SendTcpDataRequest>
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<PipelineItem> RunAsync(
        SendTcpDataRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        (byte[]? framed, NetFailure? invalid) = Framed(request);
        if (invalid is not null)
        {
            yield return PipelineItem.Failure(invalid);
            yield break;
        }

        foreach (TcpSession session in request.Session)
        {
            NetFailure? failure = await session
                .SendAsync(framed, request.Shutdown, request.Timeout, cancellationToken).ConfigureAwait(false);
            yield return failure is null ? PipelineItem.Result(session) : PipelineItem.Failure(failure);
        }
    }

    private static (byte[]? Framed, NetFailure? Failure) Framed(SendTcpDataRequest request)
    {
        MessageText encoding = MessageText.Named(request.Encoding);
        IMessageFraming framing = new FramingOptions
        {
            Kind = request.Framing,
            Encoding = encoding,
            Delimiter = request.Delimiter,
            PrefixBytes = request.PrefixBytes,
        }.Create();
        var output = new ArrayBufferWriter<byte>();
        try
        {
            if (request.Data is not null)
                framing.Write(request.Data, output);
            else if (request.Message is not null)
                framing.Write(encoding.Encode(request.Message), output);
        }
        catch (NetException error)
        {
            // This message only: the next of the pipeline may be in order.
            return (null, error.Failure);
        }

        return (output.WrittenSpan.ToArray(), null);
    }
}
