using System.Collections;
using NetCmdlets.Diagnostics;
using NetCmdlets.Operations.Http;
using NetCmdlets.Servers.Http;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Servers.Http;

public sealed class HttpRoutesTests
{
    [Theory]
    [InlineData("GET /notes", 200, "list")]
    [InlineData("GET /notes/", 200, "list")]
    [InlineData("GET /notes/7", 200, "one id=7")]
    [InlineData("GET /notes/a%2Fb%20c", 200, "one id=a/b c")]
    [InlineData("GET /notes/new", 200, "new")]
    [InlineData("get /notes", 405, null)]
    [InlineData("POST /notes", 200, "add")]
    [InlineData("PUT /any", 200, "any")]
    [InlineData("GET /notes/7/pages/9", 200, "page id=7 page=9")]
    [InlineData("GET /", 200, "root")]
    [InlineData("GET /Notes", 404, null)]
    [InlineData("GET /notes//", 404, null)]
    [InlineData("PATCH /notes/7", 405, null)]
    [InlineData("OPTIONS /notes/7", 204, "")]
    public async Task A_request_goes_to_the_route_that_fits_best(string requestLine, int status, string? text)
    {
        await using NetServer server = HttpServers.Start(Routes());
        HttpAnswer answer = await HttpAnswer.OfAsync(server, requestLine);
        Assert.Equal(status, answer.Status);
        if (text is not null)
            Assert.Equal(text, answer.Text);
    }

    [Fact]
    public async Task A_method_without_a_route_is_told_those_that_have_one()
    {
        await using NetServer server = HttpServers.Start(Routes());
        Assert.Equal("DELETE, GET, HEAD, OPTIONS", (await HttpAnswer.OfAsync(server, "PATCH /notes/7"))["Allow"]);
        HttpAnswer head = await HttpAnswer.OfAsync(server, "HEAD /notes/7");
        Assert.Equal((200, "8", ""), (head.Status, head["Content-Length"], head.Text));
    }

    [Fact]
    public async Task A_path_without_a_route_goes_to_the_folder()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.txt"), "file");
        await using NetServer server = HttpServers.Start(new StartHttpServerRequest
        {
            Path = folder.Path,
            Route = new Dictionary<string, IHttpResponder> { ["GET /api"] = Named("api") },
        });
        Assert.Equal("api", (await HttpAnswer.OfAsync(server, "GET /api")).Text);
        Assert.Equal("file", (await HttpAnswer.OfAsync(server, "GET /a.txt")).Text);
        Assert.Equal(405, (await HttpAnswer.OfAsync(server, "POST /a.txt")).Status);
    }

    [Theory]
    [InlineData("notes")]
    [InlineData("GET notes")]
    [InlineData("GET /a b")]
    [InlineData("")]
    [InlineData("/{a}/{A}")]
    [InlineData("/{}")]
    public void A_route_that_is_none_is_refused(string pattern)
        => Assert.Equal(
            FailureKind.InvalidRequest,
            Assert.Throws<NetException>(() => new HttpRoutes([new(pattern, Named("x"))])).Kind);

    [Fact]
    public void Two_routes_that_mean_the_same_are_refused()
        => Assert.Contains(
            "'get /a/{y}/'",
            Assert.Throws<NetException>(() => new HttpRoutes(
                [new("GET /a/{x}", Named("1")), new("get /a/{y}/", Named("2"))])).Message,
            StringComparison.Ordinal);

    private static HttpRoutes Routes() => new(
    [
        new("GET /notes/{id}", Named("one")),
        new("DELETE /notes/{id}", Named("gone")),
        new("GET /notes", Named("list")),
        new("POST /notes", Named("add")),
        new("GET /notes/new", Named("new")),
        new("/any", Named("any")),
        new("/", Named("root")),
        new("GET /notes/{id}/pages/{page}", Named("page")),
    ]);

    private static DelegateResponder Named(string name) => DelegateResponder.Of(request => string.Join(
        ' ',
        request.RouteValues.Cast<DictionaryEntry>().OrderBy(entry => (string)entry.Key, StringComparer.Ordinal)
            .Select(entry => $"{entry.Key}={entry.Value}").Prepend(name)));
}
