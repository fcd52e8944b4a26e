import type { Operation } from '../../endpoint/service.ts';
import type { ServiceFactory } from '../../endpoint/serviceFactory.ts';
import {
  changePassword,
  deleteUserAttributes,
  getUser,
  globalSignOut,
  updateUserAttributes,
} from './account/accountOperations.ts';
import { getUserAttributeVerificationCode, verifyUserAttribute } from './account/emailCode.ts';
import { revokeToken } from './account/revokeToken.ts';
import {
  createUserPoolClient,
  deleteUserPoolClient,
  describeUserPoolClient,
  listUserPoolClients,
  updateUserPoolClient,
} from './clients/clientOperations.ts';
import { cognitoAccess } from './cognitoAccess.ts';
import { crossOriginHeaders, preflight } from './crossOrigin.ts';
import { adminSetUserMfaPreference, setUserMfaPreference } from './mfa/mfaPreference.ts';
import { getUserPoolMfaConfig, setUserPoolMfaConfig } from './mfa/poolMfa.ts';
import { associateSoftwareToken, verifySoftwareToken } from './mfa/softwareToken.ts';
import { createUserPool } from './pools/createUserPool.ts';
import { deleteUserPool } from './pools/deleteUserPool.ts';
import { describeUserPool } from './pools/describeUserPool.ts';
import { listUserPools } from './pools/listUserPools.ts';
import { listTagsForResource, tagResource, untagResource } from './pools/poolTags.ts';
import { addCustomAttributes, updateUserPool } from './pools/updateUserPool.ts';
import { adminResetUserPassword } from './recovery/adminResetUserPassword.ts';
import { confirmForgotPassword } from './recovery/confirmForgotPassword.ts';
import { forgotPassword } from './recovery/forgotPassword.ts';
import { adminInitiateAuth, initiateAuth } from './signIn/initiateAuth.ts';
import {
  adminRespondToAuthChallenge,
  respondToAuthChallenge,
} from './signIn/respondToAuthChallenge.ts';
import { signUp } from './signIn/signUp.ts';
import { type CognitoState, cognitoState } from './state.ts';
import { type KeyRing, keyRing } from './tokens/keyRing.ts';
import { publishedKeys } from './tokens/publishedKeys.ts';
import { adminCreateUser } from './users/adminCreateUser.ts';
import {
  adminDeleteUser,
  adminDeleteUserAttributes,
  adminDisableUser,
  adminEnableUser,
  adminGetUser,
  adminSetUserPassword,
  adminUpdateUserAttributes,
  adminUserGlobalSignOut,
} from './users/adminOperations.ts';
import { listUsers } from './users/listUsers.ts';

type Operations = Readonly<Record<string, Operation>>;

const poolOperations = (state: CognitoState, keys: KeyRing): Operations => ({
  CreateUserPool: createUserPool(state, keys),
  DescribeUserPool: describeUserPool(state),
  UpdateUserPool: updateUserPool(state),
  DeleteUserPool: deleteUserPool(state),
  SetUserPoolMfaConfig: setUserPoolMfaConfig(state),
  GetUserPoolMfaConfig: getUserPoolMfaConfig(state),
  ListUserPools: listUserPools(state),
  AddCustomAttributes: addCustomAttributes(state),
  TagResource: tagResource(state),
  UntagResource: untagResource(state),
  ListTagsForResource: listTagsForResource(state),
  CreateUserPoolClient: createUserPoolClient(state),
  DescribeUserPoolClient: describeUserPoolClient(state),
  UpdateUserPoolClient: updateUserPoolClient(state),
  DeleteUserPoolClient: deleteUserPoolClient(state),
  ListUserPoolClients: listUserPoolClients(state),
});

const adminOperations = (state: CognitoState, keys: KeyRing): Operations => ({
  AdminCreateUser: adminCreateUser(state),
  AdminGetUser: adminGetUser(state),
  AdminDeleteUser: adminDeleteUser(state),
  AdminDisableUser: adminDisableUser(state),
  AdminEnableUser: adminEnableUser(state),
  AdminUserGlobalSignOut: adminUserGlobalSignOut(state),
  AdminSetUserMFAPreference: adminSetUserMfaPreference(state),
  AdminResetUserPassword: adminResetUserPassword(state),
  AdminSetUserPassword: adminSetUserPassword(state),
  AdminUpdateUserAttributes: adminUpdateUserAttributes(state),
  AdminDeleteUserAttributes: adminDeleteUserAttributes(state),
  AdminInitiateAuth: adminInitiateAuth(state, keys),
  AdminRespondToAuthChallenge: adminRespondToAuthChallenge(state, keys),
  ListUsers: listUsers(state),
});

/** What a user reaches without AWS credentials: a password or an access token is the proof. */
const publicOperations = (state: CognitoState, keys: KeyRing): Operations => ({
  SignUp: signUp(state),
  InitiateAuth: initiateAuth(state, keys),
  RespondToAuthChallenge: respondToAuthChallenge(state, keys),
  RevokeToken: revokeToken(state),
  GetUser: getUser(state),
  UpdateUserAttributes: updateUserAttributes(state),
  DeleteUserAttributes: deleteUserAttributes(state),
  GetUserAttributeVerificationCode: getUserAttributeVerificationCode(state),
  VerifyUserAttribute: verifyUserAttribute(state),
  ForgotPassword: forgotPassword(state),
  ConfirmForgotPassword: confirmForgotPassword(state),
  ChangePassword: changePassword(state),
  GlobalSignOut: globalSignOut(state),
  AssociateSoftwareToken: associateSoftwareToken(state),
  VerifySoftwareToken: verifySoftwareToken(state),
  SetUserMFAPreference: setUserMfaPreference(state),
});

/** Cognito with the signing keys of this key ring. */
export const cognitoWith =
  (keyRingOf: (state: CognitoState) => KeyRing): ServiceFactory =>
  (engine) => {
    const state = cognitoState(engine);
    const keys = keyRingOf(state);
    const unsigned = publicOperations(state, keys);
    const published = publishedKeys(state, keys);
    return {
      signingName: 'cognito-idp',
      protocol: { kind: 'json' },
      operations: { ...poolOperations(state, keys), ...adminOperations(state, keys), ...unsigned },
      publicOperations: Object.keys(unsigned),
      access: cognitoAccess(state),
      browserHeaders: crossOriginHeaders,
      http: async (request) => preflight(request) ?? published(request),
      start: async () => keys.start(),
      stop: () => keys.stop(),
    };
  };

/** Cognito user pools: users who sign in by user name or e-mail, real tokens, a key pair per pool. */
export const cognito = cognitoWith(keyRing);
