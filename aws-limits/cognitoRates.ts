import type { RequestRate } from './requestRate.ts';
import { cognitoQuotas } from './sources.ts';

type Category = Omit<RequestRate, 'service' | 'source'>;

/** Categories with the operations of each that the engine has. */
const categories: readonly Category[] = [
  { name: 'UserAuthentication', operations: ['AdminInitiateAuth', 'InitiateAuth'], perSecond: 120 },
  // "A separate quota that is three times the UserAuthentication category limit."
  {
    name: 'UserAuthentication, answers to challenges',
    operations: ['AdminRespondToAuthChallenge', 'RespondToAuthChallenge'],
    perSecond: 360,
  },
  { name: 'UserCreation', operations: ['AdminCreateUser', 'SignUp'], perSecond: 50 },
  {
    name: 'UserAccountRecovery',
    operations: [
      'AdminResetUserPassword',
      'AdminSetUserPassword',
      'ChangePassword',
      'ConfirmForgotPassword',
      'ForgotPassword',
    ],
    perSecond: 30,
  },
  { name: 'UserRead', operations: ['AdminGetUser', 'GetUser'], perSecond: 120 },
  {
    name: 'UserUpdate',
    operations: [
      'AdminDeleteUser',
      'AdminDeleteUserAttributes',
      'AdminDisableUser',
      'AdminEnableUser',
      'AdminUpdateUserAttributes',
      'AdminUserGlobalSignOut',
      'DeleteUserAttributes',
      'GlobalSignOut',
      'UpdateUserAttributes',
      'VerifyUserAttribute',
    ],
    perSecond: 25,
  },
  { name: 'UserToken', operations: ['RevokeToken'], perSecond: 120 },
  { name: 'UserResourceRead', operations: ['GetUserAttributeVerificationCode'], perSecond: 50 },
  {
    name: 'UserResourceUpdate',
    operations: [
      'AdminSetUserMFAPreference',
      'AssociateSoftwareToken',
      'SetUserMFAPreference',
      'VerifySoftwareToken',
    ],
    perSecond: 25,
  },
  { name: 'UserList', operations: ['ListUsers'], perSecond: 30 },
  { name: 'UserPoolRead', operations: ['DescribeUserPool', 'ListUserPools'], perSecond: 15 },
  {
    name: 'UserPoolUpdate',
    operations: ['CreateUserPool', 'DeleteUserPool', 'UpdateUserPool'],
    perSecond: 15,
  },
  {
    name: 'UserPoolResourceRead',
    operations: ['GetUserPoolMfaConfig', 'ListTagsForResource'],
    perSecond: 20,
    perSecondAndPool: 5,
  },
  {
    name: 'UserPoolResourceUpdate',
    operations: ['AddCustomAttributes', 'SetUserPoolMfaConfig', 'TagResource', 'UntagResource'],
    perSecond: 15,
    perSecondAndPool: 5,
  },
  {
    name: 'UserPoolClientRead',
    operations: ['DescribeUserPoolClient', 'ListUserPoolClients'],
    perSecond: 15,
    perSecondAndPool: 5,
  },
  {
    name: 'UserPoolClientUpdate',
    operations: ['CreateUserPoolClient', 'DeleteUserPoolClient', 'UpdateUserPoolClient'],
    perSecond: 15,
    perSecondAndPool: 5,
  },
];

/** Cognito counts by category, over all user pools of the account. */
export const cognitoRates: readonly RequestRate[] = categories.map((category) => ({
  ...category,
  service: 'cognito-idp',
  source: cognitoQuotas,
}));
