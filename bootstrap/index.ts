import * as pulumi from "@pulumi/pulumi";
import { GitHubRoles } from "./github-roles.ts";
import { StateBackend } from "./state-backend.ts";

const config = new pulumi.Config();

const state = new StateBackend("pulumi-state", { protect: config.requireBoolean("protect") });

const roles = new GitHubRoles("github", {
  subjectPrefix: config.require("subjectPrefix"),
  environment: config.require("environment"),
  oidcProviderArn: config.get("oidcProviderArn") || undefined,
  truststoreUri: config.get("truststoreUri") || undefined,
  state,
});

/** What `pulumi login` takes. */
export const backendUrl = state.url;
/** What `pulumi stack init --secrets-provider` takes. */
export const secretsProvider = state.secretsProvider;
export const previewRoleArn = roles.previewRole.arn;
export const deployRoleArn = roles.deployRole.arn;
