import { operationsOf, stageVariables } from "../../program/operations.ts";
import { type Json, ofType, type Program, type Resource } from "../../program/resources.ts";

/**
 * Which launch template each VPC link of the document leads to: from the integration's load balancer over its listener's
 * target group and the Auto Scaling group of that.
 *
 * @returns Launch templates by VPC link ID; in the place of one, for a link that leads to none, where its way ends.
 */
export function launchTemplates(program: Program): Map<string, Resource | Error> {
  const integrations = operationsOf(program.document)
    .map(({ operation }): Json => operation["x-amazon-apigateway-integration"] ?? {})
    .filter(({ connectionType }) => connectionType === "VPC_LINK");
  return new Map(
    integrations.map(({ connectionId, integrationTarget }) => {
      const link = linkOf(connectionId, program);
      return [link, attempt(() => launchTemplateOf(program, link, integrationTarget))];
    }),
  );
}

/** The VPC link that an integration's `connectionId` names, as such or by a stage variable. */
export function linkOf(connectionId: string, program: Pick<Program, "resources">): string {
  const [, variable] = /^\$\{stageVariables\.(\w+)\}$/.exec(connectionId) ?? [];
  return variable === undefined ? connectionId : (stageVariables(program)[variable] ?? connectionId);
}

function attempt<T>(find: () => T): T | Error {
  try {
    return find();
  } catch (error) {
    return error as Error;
  }
}

function launchTemplateOf(program: Program, link: string, loadBalancerArn: string): Resource {
  const listener = find(
    "listener",
    "aws:lb/listener:Listener",
    ({ inputs }) => inputs.loadBalancerArn === loadBalancerArn,
  );
  const targetGroupArn = listener.inputs.defaultActions?.[0]?.targetGroupArn;
  const group = find("Auto Scaling group", "aws:autoscaling/group:Group", ({ inputs }) =>
    inputs.targetGroupArns?.includes(targetGroupArn),
  );
  const mixed = group.inputs.mixedInstancesPolicy?.launchTemplate?.launchTemplateSpecification;
  const templateId = group.inputs.launchTemplate?.id ?? mixed?.launchTemplateId;
  return find("launch template", "aws:ec2/launchTemplate:LaunchTemplate", ({ id }) => id === templateId);

  function find(what: string, type: string, isOnTheWay: (resource: Resource) => boolean): Resource {
    const found = ofType(program, type).find(isOnTheWay);
    if (!found) {
      throw new Error(
        `VPC link ${link} leads to ${loadBalancerArn}, and from there to no ${what}: localhost runs what an Auto Scaling ` +
          "group of the program starts behind a load balancer",
      );
    }
    return found;
  }
}
