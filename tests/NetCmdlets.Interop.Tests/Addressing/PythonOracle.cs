using NetCmdlets.Tests;

namespace NetCmdlets.Interop.Tests.Addressing;

/// <summary>Python's ipaddress as a peer: one line of question, one line of answer.</summary>
internal static class PythonOracle
{
    /// <summary>
    /// What every script begins with. <c>t</c> writes an IPv4-mapped address in mixed notation, as this module and
    /// Python 3.13 do and Python 3.12 does not; <c>x</c> writes all its digits in hexadecimal, as this module and
    /// Python 3.12 do; <c>answer</c> answers each line, with 'refused' for a ValueError.
    /// </summary>
    private const string Prelude = """
        import sys, ipaddress
        sys.stdin.reconfigure(newline='\n')
        def t(a):
            mapped = getattr(a, 'ipv4_mapped', None)
            return str(a) if mapped is None else '::ffff:' + str(mapped)
        def x(a):
            mapped = getattr(a, 'ipv4_mapped', None)
            return a.exploded if mapped is None else '0000:0000:0000:0000:0000:ffff:%s:%s' % (
                mapped.packed.hex()[:4], mapped.packed.hex()[4:])
        def n(w):
            return t(w.network_address) + '/' + str(w.prefixlen)
        def answer(f):
            for line in sys.stdin:
                try:
                    print(f(line.rstrip('\n')))
                except ValueError:
                    print('refused')

        """;

    /// <summary>Asks one script many questions and returns its answers in order.</summary>
    public static async Task<string[]> AskAsync(string script, IReadOnlyList<string> questions)
    {
        await using PeerProcess python = PeerProcess.Python(Prelude + script);
        Task feeding = Task.Run(async () =>
        {
            foreach (string question in questions)
                await python.Input.WriteAsync(question + "\n");
            python.Input.Close();
        });
        var answers = new string[questions.Count];
        for (int i = 0; i < answers.Length; i++)
            answers[i] = await python.ReadLineAsync();
        await feeding.Within();
        return answers;
    }

    /// <summary>Asks, and fails with the first questions that the peer answers otherwise.</summary>
    public static async Task AssertAgreesAsync(
        string script, IReadOnlyList<string> questions, Func<string, string> ours)
    {
        string[] theirs = await AskAsync(script, questions);
        var differences = new List<string>();
        for (int i = 0; i < theirs.Length && differences.Count < 10; i++)
        {
            string own = ours(questions[i]);
            if (own != theirs[i])
                differences.Add($"{questions[i]}\n  ours   {own}\n  theirs {theirs[i]}");
        }

        Xunit.Assert.True(differences.Count == 0, string.Join('\n', differences));
    }
}
