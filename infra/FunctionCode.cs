using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.S3.Assets;

namespace Waybill.Infra;

/// <summary>A team's built functions, as they are deployed.</summary>
internal static class FunctionCode
{
    /// <summary>Context: why stand-ins may be synthesized for an environment that takes none, such as that nobody deploys it.</summary>
    private const string Excuse = "standInsBecause";

    /// <summary>Compiles what is deployed, where it is not compiled yet.</summary>
    /// <exception cref="ConfigurationException">
    /// It is not built, does not compile, or holds stand-ins that the environment does not take.
    /// </exception>
    public static async Task MakeAsync(Deployment deployment)
    {
        var teams = deployment.CdkJson.Teams();
        if (!deployment.Settings.StandIns && deployment.App.Node.TryGetContext(Excuse) is null)
        {
            foreach (var team in teams)
            {
                RefuseStandIns(deployment.CdkJson.FunctionCode(team, FunctionRuntime.BuiltFolder), team, deployment.Settings.Name);
            }
        }

        if (deployment.Runtime.Packaging != FunctionPackaging.Uncompiled)
        {
            await new FunctionBuild(deployment.CdkJson, deployment.Runtime).RunAsync(teams);
        }
    }

    /// <exception cref="ConfigurationException">It is not there.</exception>
    public static AssetCode Of(Deployment deployment, string team)
    {
        string[] notDeployed = !deployment.IsForLaptop ? ["*.xml", "*.pdb"] : ["*.xml"];
        return Code.FromAsset(
            deployment.CdkJson.FunctionCode(team, deployment.Runtime.Folder), new AssetOptions { Exclude = notDeployed });
    }

    private static void RefuseStandIns(string folder, string team, string environment)
    {
        const string Official = "official";
        var file = Path.Combine(folder, "aws-packages");
        var packages = File.Exists(file) ? File.ReadAllText(file).Trim() : "nothing";
        if (packages != Official)
        {
            throw new ConfigurationException(
                $"{environment} takes functions with the official AWS packages only (cdk.json /context/environments/{environment}"
                + $"/standIns), and '{file}' of {team} says {packages}. "
                + $"Build them so: AwsPackages={Official} npx cdk deploy --all -c env={environment}");
        }
    }
}
