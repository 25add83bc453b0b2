using System.Globalization;
using NetCmdlets.Protocols.Http;

namespace NetCmdlets.Servers.Http.Files;

/// <summary>How an open file is: what tells one state of it from another.</summary>
/// <param name="length">How many bytes it has.</param>
/// <param name="modified">When it was changed last.</param>
internal sealed class FileState(long length, DateTimeOffset modified)
{
    /// <summary>How many bytes it has.</summary>
    public long Length => length;

    /// <summary>When it was changed last.</summary>
    public DateTimeOffset Modified => modified;

    /// <summary>The strong validator, in its quotes (RFC 9110, section 8.8.3).</summary>
    public string EntityTag { get; } = string.Create(
        CultureInfo.InvariantCulture, $"\"{modified.UtcTicks:x}-{length:x}\"");

    /// <summary>The time as a field has it.</summary>
    public string LastModified { get; } = HttpDate.Format(modified);
}
