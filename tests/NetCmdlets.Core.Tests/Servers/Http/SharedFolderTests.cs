using System.Diagnostics;
using System.Text;
using NetCmdlets.Core.Tests.Protocols.Http;
using NetCmdlets.Diagnostics;
using NetCmdlets.Servers.Http.Files;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers.Http;

public sealed class SharedFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string root;

    public SharedFolderTests()
    {
        root = Directory.CreateDirectory(folder.File("shared")).FullName;
        Directory.CreateDirectory(Path.Combine(root, "sub", ".git"));
        File.WriteAllText(Path.Combine(root, "a.txt"), "a");
        File.WriteAllText(Path.Combine(root, ".secret"), "hidden");
        File.WriteAllText(Path.Combine(root, "sub", "b.txt"), "b");
        File.WriteAllText(Path.Combine(root, "sub", ".git", "config"), "hidden");
        File.WriteAllText(folder.File("outside.txt"), "outside");
        Directory.CreateDirectory(Path.Combine(root, ".well-known", ".git"));
        File.WriteAllText(Path.Combine(root, ".well-known", "security.txt"), "w");
        File.WriteAllText(Path.Combine(root, ".well-known", ".git", "config"), "hidden");
        Directory.CreateDirectory(Path.Combine(root, "sub", ".well-known"));
        File.WriteAllText(Path.Combine(root, "sub", ".well-known", "w"), "hidden");
        // Begins with the folder's own name.
        Directory.CreateDirectory(folder.File("shared-not"));
        File.WriteAllText(folder.File("shared-not/c.txt"), "outside");
        if (OperatingSystem.IsWindows())
            return;
        Link("in", "sub/b.txt");
        Link("in-absolute", Path.Combine(root, "sub"));
        Link("out", "../outside.txt");
        Link("out-absolute", folder.File("outside.txt"));
        Link("out-folder", "..");
        Link("uncovers", ".secret");
        Link("loop", "loop");
        Link("to-nothing", "nothing");
        Link("device", "/dev/zero");
        // Out and in again: what it leads to is inside.
        Link("around", "../shared/a.txt");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a.txt", "a.txt")]
    [InlineData("sub/b.txt", "sub/b.txt")]
    [InlineData("sub//b.txt", "sub/b.txt")]
    [InlineData("", "")]
    [InlineData("sub/", "sub")]
    [InlineData(".secret", null)]
    [InlineData("sub/.git/config", null)]
    [InlineData(".well-known/security.txt", ".well-known/security.txt")]
    [InlineData("/.well-known/", ".well-known")]
    [InlineData(".well-known/.git/config", null)]
    [InlineData("sub/.well-known/w", null)]
    [InlineData(".well-knownx", null)]
    [InlineData("nothing", null)]
    [InlineData("a.txt/b", null)]
    [InlineData("..", null)]
    [InlineData("../outside.txt", null)]
    [InlineData("../shared/a.txt", null)]
    [InlineData("../shared-not/c.txt", null)]
    [InlineData("a.txt\0", null)]
    public void A_path_names_what_is_inside_and_shown(string path, string? expected)
        => Assert.Equal(expected is null ? null : Real(expected), Shared().Find(path.Split('/'))?.RealPath);

    [Theory]
    [InlineData("in", "sub/b.txt")]
    [InlineData("in-absolute/b.txt", "sub/b.txt")]
    [InlineData("around", "a.txt")]
    [InlineData("out", null)]
    [InlineData("out-absolute", null)]
    [InlineData("out-folder/outside.txt", null)]
    [InlineData("out-folder/shared/a.txt", "a.txt")]
    [InlineData("uncovers", null)]
    [InlineData("loop", null)]
    [InlineData("to-nothing", null)]
    [InlineData("device", null)]
    public void A_link_is_followed_to_what_is_inside_and_shown(string path, string? expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets only administrators make links.");
        Assert.Equal(expected is null ? null : Real(expected), Shared().Find(path.Split('/'))?.RealPath);
    }

    [Fact]
    public void Hidden_files_and_links_that_lead_out_are_served_where_asked_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets only administrators make links.");
        Assert.Equal(Real(".secret"), Shared(hidden: true).Find([".secret"])?.RealPath);
        Assert.Equal(Real(".secret"), Shared(hidden: true).Find(["uncovers"])?.RealPath);
        Assert.Null(Shared(hidden: true).Find(["out"]));
        Assert.Equal(RealPath.Of(folder.File("outside.txt")), Shared(follow: true).Find(["out"])?.RealPath);
        Assert.Null(Shared(follow: true).Find([".secret"]));
    }

    [Fact]
    public void Where_links_are_followed_a_folder_outside_is_listed_whatever_its_own_path_is()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets only administrators make links.");
        string outside = Directory.CreateDirectory(folder.File(".kept/.elsewhere")).FullName;
        File.WriteAllText(Path.Combine(outside, "d.txt"), "d");
        File.WriteAllText(Path.Combine(outside, ".e"), "e");
        Link("elsewhere", outside);
        SharedFolder shared = Shared(follow: true);
        SharedEntry found = shared.Find(["elsewhere"])!;
        Assert.Equal("d.txt", Path.GetFileName(shared.Find(found, "d.txt")?.RealPath));
        Assert.Null(shared.Find(found, ".e"));
        Assert.NotNull(shared.Open(shared.Find(["elsewhere", "d.txt"])!));
    }

    [Fact]
    public void A_fifo_and_a_device_are_not_served_even_where_links_are_followed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux is asked what kind of file it is.");
        using (Process make = Process.Start("mkfifo", [Path.Combine(root, "fifo")]))
            make.WaitForExit();
        Assert.True(File.Exists(Path.Combine(root, "fifo")));
        Assert.Null(Shared(follow: true).Find(["fifo"]));
        Assert.Null(Shared(follow: true).Find(["device"]));
    }

    [Fact]
    public void What_was_exchanged_for_a_link_after_the_look_is_not_opened()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux tells what was opened.");
        SharedFolder shared = Shared();
        SharedEntry found = shared.Find(["sub", "b.txt"])!;
        File.Delete(found.RealPath);
        File.CreateSymbolicLink(found.RealPath, folder.File("outside.txt"));
        Assert.Null(shared.Open(found));
    }

    [Fact]
    public void No_path_of_any_make_leads_to_a_file_outside()
    {
        var random = new Random(22);
        string[] pieces =
        [
            "/", "/", "/", "..", ".", "%2e", "%2E%2e", "..%2f", "%2f", "%5c", "\\", "%00", "%252e%252e", "%c0%ae",
            "a.txt", "sub", "b.txt", "out", "out-folder", "in-absolute", "outside.txt", "shared", "shared-not", "c.txt",
            "etc",
            "passwd", "~", "C:", "file:", ".secret", ";", "...", "....//", "%u002e", " ", "%20", "%ff", "device",
            "proc",
        ];
        SharedFolder shared = Shared();
        int found = 0;
        for (int round = 0; round < 20_000; round++)
        {
            string path = "/" + string.Concat(
                Enumerable.Range(0, random.Next(1, 9)).Select(_ => pieces[random.Next(pieces.Length)]));
            string request = $"GET {path} HTTP/1.0\r\n\r\n";
            if (RequestFeed.Read(request, request.Length) is not [['G', ..]])
                continue;
            IReadOnlyList<string> segments = RequestFeed.Head(request).Target.Segments;
            // Both as it is read from the wire, and as if the reader had let everything through.
            foreach (IEnumerable<string> tried in (IEnumerable<string>[])[segments, path.Split('/')])
            {
                if (shared.Find(tried)?.RealPath is not { } real)
                    continue;
                found++;
                Assert.StartsWith(Real(""), real + "/", StringComparison.Ordinal);
                Assert.DoesNotContain("/.", real[Real("").Length..], StringComparison.Ordinal);
                if (File.Exists(real))
                    Assert.Contains(File.ReadAllText(real), (string[])["a", "b"]);
            }
        }

        Assert.True(found > 100, $"Only {found} paths named anything: the test shows nothing.");
    }

    [Theory]
    [InlineData("a.txt")]
    [InlineData("nothing")]
    public void What_is_no_folder_is_not_shared(string name)
        => Assert.Equal(
            FailureKind.FileFailed,
            Assert.Throws<NetException>(() => new SharedFolder(new() { Path = Path.Combine(root, name) })).Kind);

    private SharedFolder Shared(bool hidden = false, bool follow = false)
        => new(new() { Path = root, IncludeHidden = hidden, FollowSymlink = follow });

    private string Real(string path) => Path.TrimEndingDirectorySeparator(Path.Combine(RealPath.Of(root)!, path));

    private void Link(string name, string target) => File.CreateSymbolicLink(Path.Combine(root, name), target);
}
