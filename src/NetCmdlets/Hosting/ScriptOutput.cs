using System.Management.Automation;

namespace NetCmdlets.Hosting;

/// <summary>What a script emitted, as it was meant.</summary>
internal static class ScriptOutput
{
    /// <summary>
    /// The objects, without nulls. An array of bytes that a script returns comes as one object a byte: bytes in a row
    /// are one array again.
    /// </summary>
    public static IEnumerable<object> Objects(IEnumerable<PSObject?> output)
    {
        var loose = new List<byte>();
        foreach (PSObject? item in output)
        {
            if (item?.BaseObject is byte single)
            {
                loose.Add(single);
                continue;
            }

            if (loose.Count > 0)
            {
                yield return loose.ToArray();
                loose.Clear();
            }

            if (item is not null)
                yield return item.BaseObject as byte[] ?? (object)item;
        }

        if (loose.Count > 0)
            yield return loose.ToArray();
    }
}
