using System.Management.Automation;
using System.Text;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Hosting;

namespace NetCmdlets.Commands;

/// <summary>Enter-TcpSession: lines typed go to the server, and what it sends is shown as it comes.</summary>
[Cmdlet(VerbsCommon.Enter, "TcpSession")]
[OutputType(typeof(void))]
public sealed class EnterTcpSessionCommand : NetCmdlet, IDisposable
{
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(30);
    // Shown bytes go on while the reader types: each piece is shown when it has come to rest for a moment.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource leaving = new();
    private readonly List<object> named = [];

    /// <summary>The session: the object, its number, or its name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id", "Name", "InputObject")]
    [ValidateNotNullOrEmpty]
    [SessionCompleter]
    public object Session { get; set; } = "";

    /// <summary>The encoding of the lines.</summary>
    [Parameter]
    [EncodingTransformation]
    [EncodingCompleter]
    [ValidateNotNullOrEmpty]
    public string Encoding { get; set; } = "utf8";

    /// <summary>What is sent after each line.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Delimiter { get; set; } = "\n";

    /// <summary>How long to wait for the server's end after the last line of a redirected input, in seconds.</summary>
    [Parameter]
    [ValidateSeconds]
    public double TimeoutSeconds { get; set; } = 5;

    /// <inheritdoc/>
    public void Dispose() => leaving.Dispose();

    /// <inheritdoc/>
    protected override void StopProcessing() => leaving.Cancel();

    /// <inheritdoc/>
    protected override void ProcessRecord() => named.Add(Session);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            MessageText encoding = MessageText.Named(Encoding);
            IReadOnlyList<TcpSession> found = SessionArguments.Find(named, this);
            if (found.Count > 1)
                throw new NetException(FailureKind.InvalidRequest, "One session at a time can be entered.", Session);
            if (found.Count == 1)
                Converse(found[0], encoding);
        }
        catch (NetException error)
        {
            ThrowFailure(error.Failure);
        }
    }

    private void Converse(TcpSession session, MessageText encoding)
    {
        Task showing = Task.Run(() => ShowAsync(session, encoding));
        try
        {
            while (!showing.IsCompleted && Host.UI.ReadLine() is { } line)
            {
                NetFailure? failure = Wait(session.SendAsync(
                    encoding.Encode(line + Delimiter), finish: false, SendLimit, leaving.Token));
                if (failure is not null)
                {
                    WriteFailure(failure);
                    break;
                }
            }

            // The end of a redirected input: the server's last words are still shown.
            ((IAsyncResult)Task.WhenAny(showing, Task.Delay(TimeSpan.FromSeconds(TimeoutSeconds), leaving.Token)))
                .AsyncWaitHandle.WaitOne();
        }
        catch (OperationCanceledException)
        {
            // Left by Ctrl+C: the session stays.
        }
        finally
        {
            leaving.Cancel();
            ((IAsyncResult)showing).AsyncWaitHandle.WaitOne();
        }
    }

    private async Task ShowAsync(TcpSession session, MessageText encoding)
    {
        Decoder decoder = encoding.GetLenientDecoder();
        var text = new char[64 * 1024];
        while (!leaving.IsCancellationRequested)
        {
            try
            {
                (byte[]? data, NetFailure? failure) = await session
                    .ReceiveAsync(null, "more", 16 * 1024, Moment, Timeout.InfiniteTimeSpan, leaving.Token)
                    .ConfigureAwait(false);
                if (failure is not null)
                {
                    Host.UI.WriteLine($"[{session.Name} has ended: {failure.ErrorId}]");
                    return;
                }

                int count = decoder.GetChars(data, text, flush: false);
                Host.UI.Write(new string(text, 0, count));
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    // The pipeline's thread has nothing else to do, and no synchronisation context to deadlock on.
    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
