import { describe, expect, it } from '@jest/globals';
import { matchPath, pathTree } from '../../../../../engine/aws/apigateway/serving/pathTree.ts';

const PATHS = ['/', '/orders', '/orders/{id}', '/orders/{id}/lines', '/orders/search', '/{proxy+}'];

const tree = pathTree(
  PATHS.map((path) => {
    const [, parent = '', pathPart = ''] = /^(.*)\/([^/]*)$/.exec(path) ?? [];
    return path === '/'
      ? { id: path, path }
      : { id: path, path, parentId: parent || '/', pathPart };
  }),
  '/',
);

describe('matchPath', () => {
  it.each([
    ['/', '/', {}],
    ['/orders', '/orders', {}],
    ['/orders/', '/orders', {}],
    ['/orders/search', '/orders/search', {}],
    ['/orders/7', '/orders/{id}', { id: '7' }],
    ['/orders/a%2Fb', '/orders/{id}', { id: 'a%2Fb' }],
    ['/orders/7/lines', '/orders/{id}/lines', { id: '7' }],
    ['/%6frders', '/orders', {}],
    ['/orders/%37', '/orders/{id}', { id: '%37' }],
    ['/orders/search/lines', '/orders/{id}/lines', { id: 'search' }],
    ['/orders/7/other', '/{proxy+}', { proxy: 'orders/7/other' }],
    ['/else', '/{proxy+}', { proxy: 'else' }],
  ])('takes %s to %s', (path, resource, parameters) => {
    const match = matchPath(tree, path);

    expect(match?.resource.path).toBe(resource);
    expect(match?.parameters).toEqual(parameters);
  });

  it('fills no path variable with an empty segment', () => {
    expect(matchPath(tree, '/orders//lines')?.resource.path).not.toBe('/orders/{id}/lines');
  });
});
