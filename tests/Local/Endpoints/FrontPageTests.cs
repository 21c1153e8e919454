using Waybill.Local.Endpoints;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

public sealed class FrontPageTests
{
    [Theory]
    [InlineData("*/*", "text/plain", "Console ")]
    [InlineData("text/html,application/xhtml+xml", "text/html", "<a href=\"/console/\">Console</a>")]
    public async Task The_page_names_what_is_served_and_where_to_look_and_of_the_data_folder_the_name_alone(
        string accept, string type, string console)
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("Accept", accept);

        using var response = await laptop.Http.SendAsync(request, TestContext.Current.CancellationToken);

        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Contains(console, page, StringComparison.Ordinal);
        Assert.All(
            ["EventBridge", "SQS", "GET /_waybill/status", "Data folder", "data"],
            text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.DoesNotContain("somebody", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_call_of_the_API_is_served_and_documented()
    {
        var file = Path.Combine(Repository.Root, "docs", "admin-api.md");
        var page = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        foreach (var path in AdminPaths.All)
        {
            Assert.Contains($"`{path.Method} {AdminPaths.Root}{path.Name}", page, StringComparison.Ordinal);
            var status = (int)await laptop.StatusAsync(new HttpMethod(path.Method), AdminPaths.Root + path.Name, "{}");
            Assert.True(status is not (404 or 405 or 500), $"{path.Method} {path.Name} answered {status}.");
        }
    }
}
