using System.CommandLine;
using Spectre.Console;
using Waybill.Cli.Companies;
using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Commands.New;

/// <summary><c>waybill new company FOLDER --name NAME</c>: the platform without the sample company, in a repository of its own.</summary>
internal static class NewCompanyCommand
{
    public static Command Create(IAnsiConsole console)
    {
        var folder = new Argument<string>("folder") { Description = "Where its repository goes, new or empty: ../acme." };
        var name = new Option<string>("--name") { Description = "Its name, a C# identifier: Acme.", Required = true };
        var region = new Option<string>("--region")
        {
            Description = "The AWS region of its environments.",
            DefaultValueFactory = _ => "eu-central-1",
        };
        var command = new Command("company", "Write a company's own repository: the platform, one team, one event, one consumer.")
        {
            folder, name, region,
        };
        command.SetAction((arguments, cancellationToken) => new NewCompany(Repository.Find(), console).WriteAsync(
            new CompanyRequest(arguments.GetValue(folder)!, arguments.GetValue(name)!, arguments.GetValue(region)!), cancellationToken));
        return command;
    }
}
