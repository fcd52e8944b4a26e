import { consumerRecipe, eventRecipe } from './eventRecipe.ts';
import { fieldRecipe } from './fieldRecipe.ts';
import type { Recipe } from './recipe.ts';
import { routeRecipe } from './routeRecipe.ts';
import { stepRecipe } from './stepRecipe.ts';
import { tierRecipe } from './tierRecipe.ts';

/** The recipes of CONTRIBUTING.md that a program can follow. */
export const recipes: readonly Recipe[] = [
  eventRecipe,
  consumerRecipe,
  stepRecipe,
  tierRecipe,
  routeRecipe,
  fieldRecipe,
];
