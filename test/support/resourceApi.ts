import { ordersFunction } from '../../services/app-plane/orders.function.ts';
import { orders } from '../../services/app-plane/orders.ts';
import { productsFunction } from '../../services/app-plane/products.function.ts';
import { products } from '../../services/app-plane/products.ts';
import { resourceRoutes } from '../../services/app-plane/resourceRoutes.ts';
import { httpRoutes } from '../../services/shared/httpRoute.ts';

type Rows = Parameters<typeof resourceRoutes>[1];

/** `/products` over rows of the test's. */
export const productsApi = (rows: Rows) => {
  const { create, list, get, replace, remove } = resourceRoutes(products, rows);
  return httpRoutes(productsFunction, {
    'POST /products': create,
    'GET /products': list,
    'GET /products/{id}': get,
    'PUT /products/{id}': replace,
    'DELETE /products/{id}': remove,
  });
};

/** `/orders` over rows of the test's. */
export const ordersApi = (rows: Rows) => {
  const { create, list, get, replace, remove } = resourceRoutes(orders, rows);
  return httpRoutes(ordersFunction, {
    'POST /orders': create,
    'GET /orders': list,
    'GET /orders/{id}': get,
    'PUT /orders/{id}': replace,
    'DELETE /orders/{id}': remove,
  });
};
