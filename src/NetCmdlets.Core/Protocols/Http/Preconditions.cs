namespace NetCmdlets.Protocols.Http;

/// <summary>What a client knows already of what it asks for (RFC 9110, section 13).</summary>
public static class Preconditions
{
    /// <summary>Judges a request for something that exists, in the order of section 13.2.2.</summary>
    /// <param name="fields">The request's fields.</param>
    /// <param name="entityTag">The strong validator, in its quotes.</param>
    /// <param name="modified">When it was changed last.</param>
    /// <returns>304 or 412 where that is the answer; 0 where the request is to be served.</returns>
    public static int Judge(HttpFields fields, string entityTag, DateTimeOffset modified)
    {
        ArgumentNullException.ThrowIfNull(fields);
        // A field's date has seconds.
        DateTimeOffset second = ToSecond(modified);
        if (fields["If-Match"] is { } wanted)
        {
            if (!Matches(wanted, entityTag, weak: false))
                return 412;
        }
        else if (HttpDate.TryParse(fields["If-Unmodified-Since"]) is { } unmodifiedSince && second > unmodifiedSince)
        {
            return 412;
        }

        if (fields["If-None-Match"] is { } known)
            return Matches(known, entityTag, weak: true) ? 304 : 0;
        return HttpDate.TryParse(fields["If-Modified-Since"]) is { } modifiedSince && second <= modifiedSince ? 304 : 0;
    }

    /// <summary>Whether a Range field counts: the client's part is of the same (If-Range, section 13.1.5).</summary>
    public static bool RangeCounts(HttpFields fields, string entityTag, DateTimeOffset modified)
    {
        ArgumentNullException.ThrowIfNull(fields);
        if (fields["If-Range"] is not { } validator)
            return true;
        return validator.StartsWith('"')
            ? validator == entityTag
            : HttpDate.TryParse(validator) == ToSecond(modified);
    }

    private static DateTimeOffset ToSecond(DateTimeOffset time)
        => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    // Ours have no comma in them, so a list splits at its commas.
    private static bool Matches(string list, string entityTag, bool weak)
    {
        foreach (string part in list.Split(','))
        {
            string tag = part.Trim();
            if (tag == "*" || tag == entityTag
                || (weak && tag.StartsWith("W/", StringComparison.Ordinal) && tag[2..] == entityTag))
            {
                return true;
            }
        }

        return false;
    }
}
